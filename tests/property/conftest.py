"""At the end of a run, what the lives were like."""


def pytest_terminal_summary(terminalreporter):
    for report in terminalreporter.getreports("passed"):
        for name, told in report.user_properties:
            if name == "lives":
                terminalreporter.write_line(told)
