#!/usr/bin/env python3
"""Writes actions.txt and services.txt from a JSON file of actions; README.md beside this file says where that comes from.

usage: compact_actions.py ACTIONS.json
"""
import json
import pathlib
import sys

source = json.load(open(sys.argv[1]))
here = pathlib.Path(__file__).parent
head = [f"# as_of {source['as_of']}", f"# source {source['source']}"]
services = source["services"]
lines = head + ["# A service, then its actions by access level: R read, W write, L list, P permissions management, T tagging.",
                "# * after a name: the action knows no resource, so that Resource can only be *."]
for service in sorted(services):
    lines.append(service)
    for level in "RWLPT":
        names = sorted(name + mark[1:] for name, mark in services[service].items() if mark[0] == level)
        if names:
            lines.append(f" {level} {' '.join(names)}")
(here / "actions.txt").write_text("\n".join(lines) + "\n")
(here / "services.txt").write_text("\n".join(head + [" ".join(sorted(services))]) + "\n")
