"""At the end of a run, how many points each kind of fault was tried at."""

from collections import Counter


def pytest_terminal_summary(terminalreporter):
    points: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        test, _, scenario = report.nodeid.rpartition("::")[2].partition("[")
        engine = scenario.partition("-")[0]
        points[f"{engine}: {test.removeprefix('test_').replace('_', ' ')}"] += sum(
            n for name, n in report.user_properties if name == "points"
        )
    for what, number in sorted(points.items()):
        if number:
            terminalreporter.write_line(f"{number} points, {what}")
