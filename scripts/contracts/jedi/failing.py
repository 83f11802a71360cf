class Failing:
    """Ends jobs badly as often as the case says, by what is theirs over all retries: their first file and event, or their seed.

    A job that has another number of files than `needed` always ends badly: its wrapper refuses.
    """

    def __init__(self, times, needed=None):
        self.needed = needed
        self.times = {int(number): count for number, count in times.items()}
        self.numbers = {}

    def __call__(self, job):
        own = identity(job)
        number = self.numbers.setdefault(own, len(self.numbers) + 1)
        if self.needed is not None and len(job.files["IN"]) != self.needed:
            return True
        if self.times.get(number, 0) == 0:
            return False
        self.times[number] -= 1
        return True


def identity(job):
    if not job.files.get("IN"):
        return job.seeds[0] if job.seeds else job.outputs[0]
    first_event = job.command.rsplit(" ", 1)[-1]
    return (job.files["IN"][0], first_event if first_event.isdigit() else "")
