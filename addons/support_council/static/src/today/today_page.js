// Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { _t } from "@web/core/l10n/translation";
import { Layout } from "@web/search/layout";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useService } from "@web/core/utils/hooks";
import { Component, onWillStart, useState } from "@odoo/owl";

/**
 * きょうやること: what waits for the user today, phone first. One call fills the screen; every row
 * opens its record.
 */
export class TodayPage extends Component {
    static template = "support_council.TodayPage";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ today: null });
        onWillStart(() => this.load());
    }

    get display() {
        return { controlPanel: {} };
    }

    async load() {
        this.state.today = await this.orm.call("support.home", "get_today", []);
    }

    get waiting() {
        const { plans, unlogged, provisional, actions } = this.state.today;
        return plans.total + unlogged.total + provisional.total + actions.total;
    }

    /** Open the record behind a row; on the way back the page loads anew. */
    open(row) {
        if (row.row) {
            return this.run("support.schedule", "action_open", row.row);
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: row.model,
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    /** Call a method that returns an action, and do it. */
    async run(model, method, id) {
        return this.action.doAction(await this.orm.call(model, method, [[id]]));
    }

    log(row) {
        return this.run("support.schedule", "action_log", row.row);
    }

    async callOff(row) {
        await this.orm.call("support.schedule", "action_call_off", [[row.row]]);
        await this.load();
        this.offerUndo(_t("“%s” did not take place.", row.name), () =>
            this.orm.call("support.schedule", "action_reinstate", [row.row])
        );
    }

    async done(row) {
        await this.orm.call("support.action", "action_done", [[row.id]]);
        await this.load();
        this.offerUndo(_t("“%s” is done.", row.name), () =>
            this.orm.call("support.action", "action_undo", [[row.id]])
        );
    }

    offerUndo(message, undo) {
        const close = this.notification.add(message, {
            type: "success",
            buttons: [
                {
                    name: _t("Undo"),
                    onClick: async () => {
                        close();
                        await undo();
                        await this.load();
                    },
                },
            ],
        });
    }

    newEntry() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Log Entry"),
            res_model: "support.activity",
            views: [[false, "form"]],
        });
    }

    phoneMemo() {
        return this.action.doAction("support_council.support_phone_memo_action", {
            onClose: () => this.load(),
        });
    }

    newPlan() {
        return this.action.doAction("support_council.support_schedule_action_new", {
            onClose: () => this.load(),
        });
    }

    openPlan() {
        return this.action.doAction("support_council.support_schedule_action");
    }

    openActions() {
        return this.action.doAction("support_council.support_action_action");
    }

    openProvisional() {
        return this.openEntries(_t("To Be Completed"), [["state", "=", "provisional"]]);
    }

    openKind(kind) {
        const { domain } = this.state.today.month;
        return this.openEntries(kind.label, [
            ...domain,
            ["state", "=", "done"],
            ["count_ids.kind_id", "=", kind.id],
        ]);
    }

    openEntries(name, domain) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: "support.activity",
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
            domain,
        });
    }

    /** Minutes as hours and minutes, 1:05. */
    hours(minutes) {
        return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
    }
}

registry.category("actions").add("support_council.today", TodayPage);
