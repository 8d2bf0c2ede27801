import wmill


def main(error: dict, month: str):
    text = f"Closing {month} stopped at {error['step_id']}: {error['message']}"
    wmill.set_flow_user_state("failure", text)
    print(text)
    return {"message": text, "name": error["name"]}
