import threading

import pytest

from bot.kit.quiet import Quiet


def test_nobody_waits_when_no_gesture_is_being_answered():
    quiet = Quiet()
    quiet.wait(60)
    with quiet.disturbed():
        pass
    quiet.wait(60)


def test_what_can_wait_goes_on_when_the_last_gesture_is_answered():
    quiet, begun, went_on = Quiet(), threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        quiet.wait(60)
        went_on.set()

    with quiet.disturbed():
        with quiet.disturbed():
            waiting = threading.Thread(target=wait)
            waiting.start()
            assert begun.wait(30)
        assert not went_on.is_set()
    assert went_on.wait(30)
    waiting.join()


def test_nobody_waits_for_ever():
    quiet = Quiet()
    with quiet.disturbed():
        quiet.wait(0.01)


def test_a_gesture_that_fails_is_over_too():
    quiet = Quiet()
    with pytest.raises(RuntimeError), quiet.disturbed():
        raise RuntimeError
    quiet.wait(60)
    assert quiet.seconds < 60
