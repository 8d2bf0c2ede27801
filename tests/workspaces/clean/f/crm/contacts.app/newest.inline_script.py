import wmill


def main(days: int = 7):
    crm = wmill.get_resource("f/crm/crm_api")
    return {"since": days, "from": crm["base_url"]}
