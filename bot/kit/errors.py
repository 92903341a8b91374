"""The two expected ways to say no: to a person in Slack, and to the operator."""


class Refusal(Exception):  # noqa: N818 - it is an answer, not a fault
    """An expected "no", in words for the person who asked.

    The sentence is plain text that the edge escapes; it says what stands in the way and, where
    there is one, the way on. Nothing was saved when it is raised out of a unit of work.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class WrongDetail(Refusal):
    """Something a form asked for is missing or wrong; `field` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class OperatorError(Exception):
    """Something the operator has to mend; `cure` names the setting or command that mends it."""

    def __init__(self, fault: str, *, cure: str) -> None:
        super().__init__(f"{fault} {cure}".strip())
        self.fault = fault
        self.cure = cure
