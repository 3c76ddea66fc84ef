# Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import threading
from contextlib import closing, contextmanager
from datetime import date

from odoo import SUPERUSER_ID, api
from odoo.exceptions import LockError, UserError
from odoo.fields import Command
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL, mute_logger

# What the tests leave behind, in the order in which it can be deleted: table, column of the owner.
_OF_MEETING = [
    ('support_meeting_version', 'meeting_id'),
    ('support_activity', 'meeting_id'),
    ('support_meeting', 'id'),
]
_OF_COUNCIL = [
    ('support_council_milestone', 'council_id'),
    ('support_council_check', 'council_id'),
    ('support_council_seat', 'council_id'),
    ('support_council', 'id'),
]


@tagged('post_install', '-at_install')
class TestTwoAtOnce(BaseCase):
    """Two people in two transactions of their own, as two workers of a server have them."""

    def setUp(self):
        super().setUp()
        # As every test of Odoo with threads: the one that runs the tests holds this lock.
        self.patch(Registry, '_lock', DummyRLock())
        self.connection = db_connect(get_db_name())
        with self._person() as env:
            study = env.ref('support_council.council_stage_study')
            area = env['support.area'].create({'name': 'Two at once'})
            council = env['support.council'].create(
                {
                    'name': 'Two at once',
                    'area_id': area.id,
                    'seat_ids': [Command.create({'post': 'Chair'})],
                    'milestone_ids': [
                        Command.create(
                            {'kind': 'stage', 'stage_id': study.id, 'date': date(2020, 5, 1)}
                        )
                    ],
                }
            )
            commission = env['support.commission'].create({'name': 'Two at once'})
            meeting = env['support.meeting'].create(
                {
                    'kind_id': env.ref('support_council.meeting_kind_council').id,
                    'date': date(2020, 6, 1),
                    'council_ids': [Command.set(council.ids)],
                    'commission_id': commission.id,
                    'coordinator_ids': False,
                }
            )
            meeting.action_hold()
            self.area, self.council, self.commission = area.id, council.id, commission.id
            self.meeting = meeting.id
            self._commit(env)
        self.addCleanup(self._clean_up)

    @contextmanager
    def _person(self):
        """Give the environment of a transaction of its own, rolled back unless committed."""
        with closing(self.connection.cursor()) as cursor:
            yield api.Environment(cursor, SUPERUSER_ID, {})

    def _commit(self, env):
        cursor = env.cr
        cursor.commit()

    def _clean_up(self):
        with self._person() as env:
            for rows, owner in ((_OF_MEETING, self.meeting), (_OF_COUNCIL, self.council)):
                for table, column in rows:
                    env.cr.execute(
                        SQL(
                            'DELETE FROM %s WHERE %s = %s',
                            SQL.identifier(table),
                            SQL.identifier(column),
                            owner,
                        )
                    )
            for model, owner in (
                ('support.meeting', self.meeting),
                ('support.council', self.council),
            ):
                env.cr.execute(
                    'DELETE FROM mail_message WHERE model = %s AND res_id = %s', [model, owner]
                )
                env.cr.execute(
                    'DELETE FROM mail_followers WHERE res_model = %s AND res_id = %s',
                    [model, owner],
                )
            env.cr.execute('DELETE FROM support_area WHERE id = %s', [self.area])
            env.cr.execute('DELETE FROM support_commission WHERE id = %s', [self.commission])
            self._commit(env)

    def test_confirming_the_same_minutes(self):
        with self._person() as first, self._person() as second:
            first['support.meeting'].browse(self.meeting).action_confirm()
            first.cr.flush()
            late = second['support.meeting'].browse(self.meeting)
            with self.assertRaisesRegex(LockError, 'Somebody else'):
                late.action_confirm()
            second.cr.rollback()
            self._commit(first)
            with self.assertRaisesRegex(UserError, 'not possible'):
                second['support.meeting'].browse(self.meeting).action_confirm()
            self.assertEqual(len(second['support.meeting'].browse(self.meeting).version_ids), 1)

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_two_drags_are_both_kept(self):
        with self._person() as env:
            before = env['support.council'].browse(self.council)
            self.assertEqual(before.stage_id, env.ref('support_council.council_stage_study'))
        with self._person() as first:
            council = first['support.council'].browse(self.council)
            council.stage_id = first.ref('support_council.council_stage_preparation')
            first.cr.flush()
            other = threading.Thread(target=self._drag_to_established)
            other.start()
            other.join(0.5)
            self.assertTrue(other.is_alive(), 'the second one waits for the first')
            self._commit(first)
            other.join(30)
            self.assertFalse(other.is_alive())
        with self._person() as env:
            council = env['support.council'].browse(self.council)
            names = ('study', 'preparation', 'established')
            stages = [env.ref(f'support_council.council_stage_{name}') for name in names]
            steps = council.milestone_ids.filtered('stage_id').sorted('id')
            self.assertEqual([step.stage_id for step in steps], stages)
            self.assertEqual(council.stage_id, stages[-1])

    def _drag_to_established(self):
        with self._person() as env:
            stage = env.ref('support_council.council_stage_established')

            def drag():
                env['support.council'].browse(self.council).stage_id = stage

            retrying(drag, env)
            self._commit(env)
