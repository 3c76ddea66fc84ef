# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How far each area had come on a day, read from ``cases/*.json`` apart from the loader.

Plain Python, no records. What the papers do not say is decided here a second time, by hand.
"""

import calendar
from collections import Counter
from datetime import date

import loader

# Areas that the papers only count, and what a line that speaks of several areas covers.
NUMBERED = {'hiratsuka': 25, 'matsudo': 15, 'musashino': 6}
COVERED = {
    ('amagasaki', '第2層協議体'): ['中央', '小田', '大庄', '立花', '武庫', '園田'],
    ('hiratsuka', '第2層協議体'): list(range(1, 13)),
    ('musashino', '武蔵野市 第2層協議体(既存の会議を位置付け)'): list(range(1, 7)),
}
WORKSHOPS = '多摩市 第2層協議体(コミュニティエリア 10地区予定)'
# Bodies that existed before and need no named member to stand; one line of 津幡町 is about all of
# them and is no council, but its advisers sit in each.
STAND_WITHOUT_MEMBERS = {
    '生活支援連絡会',
    '一色小学校区福祉協議会',
    '萩野台地区 介護予防・生活支援部会',
    '津幡地区 介護予防・生活支援部会(町会毎)',
}
SUMMARIES = {'地区安心ネットワーク推進委員会 介護予防・生活支援部会'}
# Stated as of the end of March 2016, without a day of launch.
STATED = {'津幡地区 介護予防・生活支援部会(町会毎)': (date(2016, 3, 31), 'established')}
RANKS = ['study', 'preparation', 'established']


def last_day(event):
    """Return the last day of what is known, None when that is no more than a calendar year."""
    text = event['date_end'] or event['date'] or ''
    if len(text) == 10:
        return date.fromisoformat(text)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return date(year, month, calendar.monthrange(year, month)[1])
    fiscal_year = (event.get('extra') or {}).get('fiscal_year')
    return date(fiscal_year + 1, 3, 31) if fiscal_year and not text else None


def stage_on(fact, events, day):
    """Return the stage of a council on a day: the last one entered until then."""
    stands = fact['members'] or fact['name'] in STAND_WITHOUT_MEMBERS
    entered, launched = [], False
    for number, event in enumerate(events):
        when = last_day(event)
        if not when or '予定)' in event['title'][-3:] or event['stage'] not in RANKS:
            continue
        if launched and fact['status'] == 'established' and event['stage'] != 'established':
            continue
        launched = launched or event['stage'] == 'established'
        if event['stage'] != 'established' or stands:
            entered.append((when, number, event['stage']))
    if fact['name'] in STATED:
        when, stage = STATED[fact['name']]
        entered.append((when, 0, stage))
    entered = sorted(step for step in entered if step[0] <= day)
    return entered[-1][2] if entered else None


def areas_of(facts, tier):
    """Return the names of the areas of a tier, numbers where there are no names."""
    named = [
        row['name'] for row in facts['areas'] if row['tier'] == tier and row['count'] in (None, 1)
    ]
    return named or (list(range(1, NUMBERED.get(facts['key'], 0) + 1)) if tier == 2 else [])


def progress(key, tier, day):
    """Return the number of areas of a tier by stage (None: not started) on a day."""
    facts = loader.read(key)
    furthest = dict.fromkeys(areas_of(facts, tier))
    for fact in facts['councils']:
        if fact['tier'] != tier or fact['name'] in SUMMARIES:
            continue
        places = COVERED.get((key, fact['name']), [fact['area']])
        if tier == 1:
            places = list(furthest)
        if fact['name'] == WORKSHOPS:
            places = list(furthest)
        for place in places:
            events = fact['stage_events']
            if fact['name'] == WORKSHOPS:
                events = [event for event in events if place in event['title']]
            stage = stage_on(fact, events, day)
            if stage and place in furthest:
                furthest[place] = max(furthest[place] or 'study', stage, key=RANKS.index)
    return Counter(furthest.values())
