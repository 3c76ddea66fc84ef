// Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, useState } from "@odoo/owl";

/**
 * Below what is needed in a doorway: save, put aside, and unfold the rest. On a desk everything
 * is shown and only "put aside" is left.
 */
export class LogSave extends Component {
    static template = "support_council.LogSave";
    static props = { ...standardWidgetProps };

    setup() {
        this.state = useState({ unfolded: false, busy: false });
    }

    get record() {
        return this.props.record;
    }

    get canPutAside() {
        const { state, meeting_id } = this.record.data;
        return !meeting_id && (this.record.isNew ? state === "done" : state === "provisional");
    }

    get foldLabel() {
        return this.state.unfolded ? _t("Fewer fields") : _t("More fields");
    }

    toggle(event) {
        this.state.unfolded = !this.state.unfolded;
        event.target
            .closest(".o_form_view")
            .classList.toggle("support-log-unfolded", this.state.unfolded);
    }

    /** A second tap while the first is on its way would save nothing or twice. */
    async once(save) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await save();
        } finally {
            this.state.busy = false;
        }
    }

    save() {
        return this.once(() => this.env.supportSaveForm());
    }

    putAside() {
        return this.once(async () => {
            const before = this.record.data.state;
            await this.record.update({ state: "provisional" });
            const saved = await this.env.supportSaveForm();
            if (!saved && this.record.isNew) {
                await this.record.update({ state: before });
            }
        });
    }
}

registry.category("view_widgets").add("support_log_save", {
    component: LogSave,
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "meeting_id", type: "many2one", readonly: true },
    ],
});
