// Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Component } from "@odoo/owl";
import { DraftFormController, draftFormView } from "./draft_form";

const WORDS = ["own_action", "own_reflection", "next_approach"];

/** Shows entries that may be the same thing, and asks whether to join one of them. */
export class TwinDialog extends Component {
    static template = "support_council.TwinDialog";
    static components = { Dialog };
    static props = { twins: Array, choose: Function, close: Function };

    get title() {
        return _t("Is it the same thing?");
    }

    answer(choice) {
        this.props.choose(choice);
        this.props.close();
    }
}

/** Form of an entry: before a new one is saved, a colleague's entry of the same thing is shown. */
export class LogFormController extends DraftFormController {
    async onWillSaveRecord(record, changes) {
        if ((await super.onWillSaveRecord(...arguments)) === false) {
            return false;
        }
        if (record !== this.model.root || !record.isNew || changes.state !== "done") {
            return;
        }
        const twins = await this.findTwins(changes);
        if (!twins.length) {
            return;
        }
        const choice = await new Promise((resolve) =>
            this.dialogService.add(
                TwinDialog,
                { twins, choose: resolve },
                { onClose: () => resolve("back") }
            )
        );
        if (choice !== "back" && choice !== "separate") {
            // The save goes on holding the record, so the other entry is opened afterwards.
            this.join(choice);
        }
        return choice === "separate" ? undefined : false;
    }

    async findTwins({ date, date_precision, area_id, counterpart }) {
        if (!counterpart) {
            return [];
        }
        const facts = { date, date_precision, area_id, counterpart };
        try {
            return await this.orm.call("support.activity", "get_twins", [facts]);
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return []; // the save itself says so
            }
            throw error;
        }
    }

    async join(resId) {
        const lines = this.model.root.data.participant_ids.records.map(({ data }) => ({
            coordinator_id: data.coordinator_id.id,
            minutes: data.minutes,
            ...Object.fromEntries(WORDS.map((name) => [name, data[name] || false])),
        }));
        const reason = this.model.root.data.change_reason || false;
        const { context } = this.props; // may name the plan that is being logged
        await this.orm.call("support.activity", "action_join", [[resId], lines, reason], { context });
        this.forgetDraft();
        await this.model.load({ resId, resIds: [resId] });
        this.notification.add(_t("You stand on the entry now, with your own time and words."), {
            type: "success",
        });
    }
}

registry.category("views").add("support_log_form", {
    ...draftFormView,
    Controller: LogFormController,
});
