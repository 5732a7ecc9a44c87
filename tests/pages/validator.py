"""The W3C's validator (Nu) over the same pages, in both languages."""

import json
import subprocess
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.pages.stop import Stop
from tests.pages.tools import VALIDATOR, Broken

LANGUAGES = ("zh-hans", "en")


@dataclass(slots=True)
class Verdict:
    """What the validator says about one page, each line ``language: message``."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def validate(stops: list[Stop]) -> dict[str, Verdict]:
    """The verdict on each page by its name.

    Raises:
        Broken: a page did not come, or the validator did not speak.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = {
            Path(folder) / f"{number}-{language}.html": (stop, language)
            for number, stop in enumerate(stops)
            for language in LANGUAGES
        }
        for file, (stop, language) in files.items():
            file.write_bytes(_html(stop, language))
        verdicts: dict[str, Verdict] = defaultdict(Verdict)
        for message in _messages([*files]):
            stop, language = files[Path(message["url"].removeprefix("file:"))]
            verdict = verdicts[stop.name]
            is_error = message["type"] != "info"
            line = f"{language} line {message.get('lastLine', '?')}: {message['message']}"
            (verdict.errors if is_error else verdict.warnings).append(line)
    return {stop.name: verdicts[stop.name] for stop in stops}


def _html(stop: Stop, language: str) -> bytes:
    cookies = "; ".join(filter(None, (_without_language(stop.cookies), f"language={language}")))
    answer = httpx.get(stop.address, headers={"Cookie": cookies}, timeout=30, trust_env=False)
    if answer.status_code != httpx.codes.OK:
        raise Broken(f"{stop.name} answered {answer.status_code}")
    return answer.content


def _without_language(cookies: str) -> str:
    return "; ".join(each for each in cookies.split("; ") if each and not each.startswith("language="))


def _messages(files: list[Path]) -> list[dict[str, str]]:
    command = ["java", "-jar", str(VALIDATOR), "--format", "json", "--stdout", "--exit-zero-always", *files]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Broken(f"The validator failed: {done.stderr[-2000:]}")
    found: list[dict[str, str]] = json.loads(done.stdout)["messages"]
    return found
