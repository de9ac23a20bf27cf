"""A résumé (JSON Resume, jsonresume.org) → facts of a candidate, each with where it stands.

Read are the years of work, the skills with their keywords, and the employers; nothing is concluded
from anything else, and every fact is told, to be confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field

from counteroffer.documents.document import Document
from counteroffer.documents.fields import Model
from counteroffer.documents.validate import checked
from counteroffer.language.declarations import Declaration
from counteroffer.text.characters import cut
from counteroffer.text.errors import CaseError, Problem

YEARS, SKILLS, EMPLOYERS = "years", "skills", "employers"
MOST = 500  # jobs, and skills with their keywords
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T.*)?)?)?")


def _first_day(text: str) -> str:
    if text.strip():
        day_of(text)
    return text.strip()


def day_of(text: str) -> date:
    """The day of `2021`, `2021-03` or `2021-03-15`; the first of what is left open.

    Raises ValueError.
    """
    found = _DATE.fullmatch(text.strip())
    try:
        if found:
            return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        pass
    raise ValueError(f"a date is written 2021-03-15, 2021-03 or 2021, not '{cut(text)}'")


ResumeDay = Annotated[str, AfterValidator(_first_day)]


class ResumePart(Model):
    model_config = ConfigDict(extra="ignore")


class Job(ResumePart):
    """One entry of `work`."""

    name: str | None = None
    company: str | None = None
    start: ResumeDay = Field("", alias="startDate")
    end: ResumeDay | None = Field(None, alias="endDate")


class Skill(ResumePart):
    """One entry of `skills`."""

    name: str | None = None
    keywords: tuple[str, ...] | None = None


class Resume(ResumePart):
    """What is read of a résumé; the rest may be anything."""

    work: tuple[Job, ...] | None = Field(None, max_length=MOST)
    skills: tuple[Skill, ...] | None = Field(None, max_length=MOST)


@dataclass(frozen=True, slots=True)
class ProfileFact:
    """A fact of a candidate as a case states it, and the JSON pointers of what it is made of."""

    name: str
    value: Any
    told: str


def facts_of_resume(
    document: Document, declared: Mapping[str, Declaration], today: date
) -> tuple[ProfileFact, ...]:
    """The facts that a résumé states.

    Raises CaseError with all that is wrong with it, in its place.
    """
    if not isinstance(document.value, Mapping):
        advice = 'a résumé is an object: {"work": [..], "skills": [..]}'
        raise CaseError([Problem(advice, document.file, 1, 1)])
    resume = checked(Resume, document, error=CaseError)
    jobs = resume.work or ()
    if wrong := list(_wrong_dates(jobs, document, today)):
        raise CaseError(wrong)
    name = document.file
    found = (_years(jobs, today, name), _skills(resume.skills or (), declared[SKILLS], name),
             _employers(jobs, name))  # fmt: skip
    return tuple(one for one in found if one)


def _wrong_dates(jobs: Sequence[Job], document: Document, today: date) -> Iterator[Problem]:
    for number, job in enumerate(jobs):
        path = ("work", number)
        if job.start and day_of(job.start) > today:
            yield document.problem((*path, "startDate"), f"{job.start} is after today, {today}")
        elif job.start and job.end and day_of(job.end) < day_of(job.start):
            word = f"{job.end} is before the job's start, {job.start}"
            yield document.problem((*path, "endDate"), word)


def _since(day: date) -> int:
    """The days from year 0 in months of 30, so that a year is a year whatever its days."""
    return day.year * 360 + (day.month - 1) * 30 + min(day.day, 30) - 1


def _years(jobs: Sequence[Job], today: date, file: str) -> ProfileFact | None:
    """The years of all jobs: what overlaps counts once, and gaps do not."""
    dated = [(number, job) for number, job in enumerate(jobs) if job.start]
    spans = sorted(
        (_since(day_of(job.start)), _since(min(day_of(job.end) if job.end else today, today)))
        for _, job in dated
    )
    if not spans:
        return None
    days = until = 0
    for start, end in spans:
        days += max(end - max(start, until), 0)
        until = max(until, end)
    tenths = days // 36  # what is begun of one is left out
    value = f"{tenths // 10}.{tenths % 10}"
    stands = ", ".join(f"/work/{number}" for number, _ in dated)
    left = len(jobs) - len(dated)
    without = f"; {left} without a start do not count" if left else ""
    merged = "what overlaps counts once, gaps do not, a month or year from its first day"
    told = f"years is {value}, from {file} {stands} ({merged}{without}): confirm it"
    return ProfileFact(YEARS, value, told)


def _skills(skills: Iterable[Skill], declared: Declaration, file: str) -> ProfileFact | None:
    """The skills and keywords that rules declare, by any alias, each once."""
    found: dict[str, tuple[str, str]] = {}
    unknown: dict[str, None] = {}
    for number, skill in enumerate(skills):
        named = [(skill.name, f"/skills/{number}/name")]
        named += [
            (word, f"/skills/{number}/keywords/{place}")
            for place, word in enumerate(skill.keywords or ())
        ]
        for text, pointer in named:
            tag = declared.tag(text or "")
            if text and tag in declared.known:
                found.setdefault(tag, (text.strip(), pointer))
            elif text:
                unknown[cut(text.strip())] = None
    kept = list(found.items())[:MOST]
    if not kept:
        return None
    some = ", ".join(f"{cut(text)} ({pointer})" for _, (text, pointer) in kept)
    left = f"; {', '.join(unknown)}: no rule knows them, left out" if unknown else ""
    told = f"skills are from {file}: {some}{left}: confirm them"
    return ProfileFact(SKILLS, [text for _, (text, _) in kept], told)


def _employers(jobs: Sequence[Job], file: str) -> ProfileFact | None:
    found: dict[str, str] = {}
    for number, job in enumerate(jobs):
        key = "name" if job.name else "company"
        text = (job.name or job.company or "").strip()
        if text:
            found.setdefault(text, f"/work/{number}/{key}")
    if not found:
        return None
    some = ", ".join(f"{cut(text)} ({pointer})" for text, pointer in found.items())
    return ProfileFact(EMPLOYERS, list(found), f"employers are from {file}: {some}: confirm them")
