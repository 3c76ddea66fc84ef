# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.support_council.models.support_council import PLANNED_STATES
from odoo.addons.support_council.tools.japanese_date import format_date

# So many of the newest entries, and so many months ahead and back.
LATEST_ENTRIES = 15
MONTHS = 3
LONGEST_EXCERPT = 160


class SupportAreaHandover(models.AbstractModel):
    """引継書 of an area: where everything stands, for whoever takes it over.

    An internal paper, read with the rights of whoever prints it. Entries somebody keeps to
    herself are not in it.
    """

    _name = 'support.area.handover'
    _inherit = ['support.area.sheet']
    _description = 'Handover File of an Area'

    def _build(self, area, company, day):
        area_domain = self._here(area) & Domain('company_id', '=', company.id)
        return {
            'title': self.env._('Handover File of the Area'),
            'name': area.complete_name,
            'facts': '',
            'as_of': self.env._('As of %(date)s', date=format_date(day)),
            'office': company.name,
            'internal': self.env._('Internal'),
            'sections': [
                self._coordinators(area, day),
                self._standing(area_domain, day),
                self._seats(area_domain, day),
                self._missing(area, company, area_domain, day),
                self._actions(area, company, day),
                self._meetings(area, day),
                self._dues(area, company, day),
                self._resources_due(area_domain),
                self._open_needs(area, company),
                self._latest(area_domain),
                *self._words(area, company),
            ],
            'receipt': [
                self.env._('Handed over by'),
                self.env._('Received by'),
                self.env._('Witnessed by'),
            ],
            'receipt_date': self.env._('Date'),
            'receipt_name': self.env._('Name and seal'),
        }

    def _whole_section(self, title, head, widths, rows):
        """Return a section with all its rows."""
        return self._section(title, head, widths, rows, limit=len(rows))

    def _date(self, day, text=''):
        return format_date(day) if day else text

    def _excerpt(self, text):
        text = ' '.join((text or '').split())
        return f'{text[:LONGEST_EXCERPT]}…' if len(text) > LONGEST_EXCERPT else text

    # ---- Who and where things stand ----

    def _coordinators(self, area, day):
        """Everybody in office or appointed for later, with the term."""
        coordinators = self.env['support.coordinator']
        found = coordinators.search(
            self._here(area) & (Domain('date_end', '=', False) | Domain('date_end', '>=', day)),
            order='date_start',
        )
        return self._whole_section(
            self.env._('Coordinators'),
            [
                self.env._('Person'), self.env._('Local Title'), self.env._('Tier'),
                self.env._('Term'),
            ],
            [28, 28, 14, 30],
            [
                [
                    one.display_name,
                    one.local_title or '',
                    self._label(one, 'tier'),
                    f'{self._date(one.date_start)}～{self._date(one.date_end)}',
                ]
                for one in found
            ],
        )  # fmt: skip

    def _living_councils(self, area_domain, day):
        return self.env['support.council'].search(
            area_domain & (Domain('date_end', '=', False) | Domain('date_end', '>=', day))
        )

    def _standing(self, area_domain, day):
        return self._whole_section(
            self.env._('Councils and Where They Stand'),
            [
                self.env._('Name'), self.env._('Stage'), self.env._('Since'),
                self.env._('Last Meeting'), self.env._('Next Meeting'),
                self.env._('What Comes Next'), self.env._('In Charge'),
            ],
            [22, 12, 15, 15, 15, 11, 10],
            [
                [
                    council.name,
                    council.stage_id.name or '',
                    self._date(council.stage_since),
                    self._date(council.last_meeting_date),
                    self._date(council.next_meeting_date),
                    self._label(council, 'next_step'),
                    council.user_id.name or '',
                ]
                for council in self._living_councils(area_domain, day)
            ],
        )  # fmt: skip

    def _seats(self, area_domain, day):
        """Whom one has to know: the seats, and who sits on them."""
        councils = self._living_councils(area_domain, day)
        seats = self.env['support.council.seat']
        found = seats.search(
            Domain('council_id', 'in', councils.ids) & seats._in_force_domain(day),
            order='council_id, sequence, id',
        )
        rows = []
        for seat in found:
            member = seat.member_ids._in_force(day)[:1]
            rows.append(
                [
                    seat.council_id.name,
                    seat._post_label(),
                    member.person_id.name or self.env._('Being chosen'),
                    seat.position or '',
                    self._date(member.date_end or seat.date_end),
                ]
            )
        return self._whole_section(
            self.env._('Seats of the Councils'),
            [
                self.env._('Council'), self.env._('Organisation or Post'), self.env._('Person'),
                self.env._('Position'), self.env._('Until'),
            ],
            [25, 30, 17, 12, 16],
            rows,
        )  # fmt: skip

    # ---- What is open ----

    def _missing(self, area, company, area_domain, day):
        """What somebody has to put right, by number."""
        log = self.env['support.activity']
        bodies = self._living_councils(area_domain, day)
        councils = bodies.filtered(lambda council: not council.parent_id)
        seats = self.env['support.council.seat']
        vacant = seats.search(
            Domain('council_id', 'in', bodies.ids) & seats._in_force_domain(day)
        ).filtered(lambda seat: not seat.member_ids._in_force(day))
        leaving = self.env['support.council.member'].search(
            [
                ('council_id', 'in', bodies.ids),
                ('date_end', '>=', day),
                ('date_end', '<=', day + relativedelta(months=MONTHS)),
            ]
        )
        meetings = self.env['support.meeting']
        here = Domain('area_id', 'child_of', area.id) & Domain('company_id', '=', company.id)
        own = here & Domain('share_level', '!=', 'own')
        plans = self.env['support.schedule'].search_count(
            [
                ('area_id', 'child_of', area.id),
                ('company_id', '=', company.id),
                ('source', '=', 'plan'),
                ('entry_id', '=', False),
                ('date', '>=', day - relativedelta(months=MONTHS)),
                ('stop', '<', fields.Datetime.now()),
            ]
        )
        numbers = [
            (
                self.env._('Councils without a next meeting'),
                len(councils.filtered(lambda council: council.next_step == 'no_meeting')),
            ),
            (
                self.env._('Councils that stand still'),
                len(councils.filtered(lambda council: council.next_step == 'stalled')),
            ),
            (
                self.env._('Open lines of checklists'),
                sum(councils.mapped('check_open_count')),
            ),
            (self.env._('Seats being chosen'), len(vacant)),
            (self.env._('Terms that end in the next three months'), len(leaving)),
            (
                self.env._('Meetings whose day is over, neither held nor called off'),
                meetings.search_count(
                    here & Domain([('state', 'in', PLANNED_STATES), ('date', '<', day)])
                ),
            ),
            (
                self.env._('Meetings without confirmed minutes'),
                meetings.search_count(
                    here & Domain([('state', 'in', ('held', 'drafted')), ('host', '=', 'own')])
                ),
            ),
            (
                self.env._('Provisional entries'),
                log.search_count(own & Domain('state', '=', 'provisional')),
            ),
            (self.env._('Plans of the last three months without an entry'), plans),
        ]
        return self._whole_section(
            self.env._('What Is Missing'),
            [self.env._('What'), self.env._('How Many')],
            [82, 18],
            [[label, number] for label, number in numbers if number],
        )

    def _origin_name(self, action):
        """Return what a to-do comes from, as a link shows it: no name of what is not shared."""
        linked = action.sudo()
        return (
            linked.meeting_id.display_name
            or linked.activity_id.display_name
            or linked.council_id.name
            or ''
        )

    def _actions(self, area, company, day):
        actions = self.env['support.action'].search(
            [
                ('area_id', 'child_of', area.id),
                ('company_id', '=', company.id),
                ('state', '=', 'open'),
            ],
            order='date_deadline, id',
        )
        late = self.env._('overdue')
        return self._whole_section(
            self.env._('Open To-Dos'),
            [
                self.env._('What'), self.env._('Who'), self.env._('By'), self.env._('Comes From'),
            ],
            [38, 18, 20, 24],
            [
                [
                    action.name,
                    action._responsible_name(),
                    self._date(action.date_deadline)
                    + (
                        f'（{late}）'
                        if action.date_deadline and action.date_deadline < day
                        else ''
                    ),
                    self._origin_name(action),
                ]
                for action in actions
            ],
        )  # fmt: skip

    def _meetings(self, area, day):
        meetings = self.env['support.meeting'].search(
            [
                ('area_id', 'child_of', area.id),
                ('date', '>=', day),
                ('state', 'in', PLANNED_STATES),
            ],
            order='date, id',
        )
        return self._whole_section(
            self.env._('Coming Meetings'),
            [
                self.env._('Date'), self.env._('Meeting'), self.env._('Place'),
                self.env._('State'), self.env._('Still Missing'),
            ],
            [20, 34, 18, 10, 18],
            [
                [
                    self._date(meeting.date),
                    meeting.display_name,
                    meeting.place or '',
                    self._label(meeting, 'state'),
                    '、'.join(meeting._missing_before_invitation()),
                ]
                for meeting in meetings
            ],
        )  # fmt: skip

    def _dues(self, area, company, day):
        dues = self.env['support.report.due'].search(
            [
                ('area_id', 'child_of', area.id),
                ('company_id', '=', company.id),
                ('done_on', '=', False),
                ('date_due', '<=', day + relativedelta(months=MONTHS)),
            ]
        )
        return self._whole_section(
            self.env._('Expected From Us'),
            [self.env._('Due'), self.env._('What'), self.env._('In Charge')],
            [22, 58, 20],
            [[self._date(item.date_due), item.name, item.user_id.name or ''] for item in dues],
        )

    def _resources_due(self, area_domain):
        resources = self.env['support.resource'].search(
            area_domain & Domain('is_verification_due', '=', True), order='verified_on, name'
        )
        return self._whole_section(
            self.env._('Resources to Check'),
            [
                self.env._('Name'), self.env._('Category'), self.env._('Days and Hours'),
                self.env._('Contact'), self.env._('Last Checked'),
            ],
            [26, 18, 20, 20, 16],
            [
                [
                    one.name,
                    one.category_id.name,
                    one.schedule_text or '',
                    one.contact_note or '',
                    self._date(one.verified_on, self.env._('Never')),
                ]
                for one in resources
            ],
        )  # fmt: skip

    def _open_needs(self, area, company):
        needs = self.env['support.need'].search(
            [
                ('area_id', 'child_of', area.id),
                ('company_id', '=', company.id),
                ('state', 'in', ('noticed', 'considering', 'unmet')),
            ],
            order='date, id',
        )
        return self._whole_section(
            self.env._('Needs not met yet'),
            [
                self.env._('Code'), self.env._('Category'), self.env._('Noticed On'),
                self.env._('State'), self.env._('Persons'),
            ],
            [18, 34, 20, 16, 12],
            [
                [
                    need.code or '',
                    need.category_id.display_name,
                    need.date_label,
                    self._label(need, 'state'),
                    need.persons,
                ]
                for need in needs
            ],
        )  # fmt: skip

    # ---- What happened, and what nobody wrote down ----

    def _latest(self, area_domain):
        entries = self.env['support.activity'].search(
            area_domain
            & Domain([('state', 'in', ('done', 'in_vain')), ('share_level', '!=', 'own')]),
            order='date desc, id desc',
            limit=LATEST_ENTRIES,
        )
        return self._whole_section(
            self.env._('Latest Entries of the Log'),
            [
                self.env._('Date'), self.env._('With Whom'), self.env._('What'),
                self.env._('Content'), self.env._('Next Approach'),
            ],
            [17, 15, 18, 31, 19],
            [
                [
                    entry.date_label,
                    entry.counterpart or '',
                    entry.event_name,
                    self._excerpt(entry.progress_content),
                    self._excerpt(
                        '　'.join(filter(None, entry.participant_ids.mapped('next_approach')))
                    ),
                ]
                for entry in entries
            ],
        )  # fmt: skip

    def _words(self, area, company):
        """Return what the last handover of the area said in words, a section each."""
        handover = self.env['support.handover'].search(
            [('area_id', 'child_of', area.id), ('company_id', '=', company.id)],
            order='date desc, id desc',
            limit=1,
        )
        for name in ('key_people', 'promises', 'unwritten'):
            if handover[name]:
                label = handover._fields[name]._description_string(handover.env)
                yield {
                    **self._whole_section(label, [], [100], []),
                    'text': handover[name],
                    'empty': '',
                }
