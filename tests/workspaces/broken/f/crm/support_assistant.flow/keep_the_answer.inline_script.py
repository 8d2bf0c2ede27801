import wmill


def main(question: str, answer: str):
    past = wmill.get_flow_user_state("answers") or []
    past.append({"question": question[:200], "characters": len(answer)})
    wmill.set_flow_user_state("answers", past[-20:])
    return answer
