// Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, useState } from "@odoo/owl";

const MODEL = "support.person";

/** Asks why, then shows the private data of one person; what is changed can be saved. */
export class RevealDialog extends Component {
    static template = "support_council.RevealDialog";
    static components = { Dialog };
    static props = { personId: Number, close: Function };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ reason: "", values: null });
        this.fields = [
            { name: "birthday", label: _t("Birthday"), type: "date" },
            { name: "household", label: _t("Household"), type: "text" },
            { name: "private_address", label: _t("Private Address"), type: "text" },
            { name: "private_phone", label: _t("Private Telephone"), type: "tel" },
        ];
    }

    get title() {
        return _t("Private Data");
    }

    async reveal() {
        const { personId } = this.props;
        const values = await this.orm.call(MODEL, "reveal", [[personId], this.state.reason]);
        this.state.values = Object.fromEntries(
            this.fields.map(({ name }) => [name, values[personId][name] || ""])
        );
    }

    async save() {
        const values = Object.fromEntries(
            this.fields.map(({ name }) => [name, this.state.values[name] || false])
        );
        await this.orm.call(MODEL, "store_private", [
            [this.props.personId],
            values,
            this.state.reason,
        ]);
        this.props.close();
    }
}

export class RevealWidget extends Component {
    static template = "support_council.RevealWidget";
    static props = { ...standardWidgetProps };

    setup() {
        this.dialog = useService("dialog");
    }

    open() {
        this.dialog.add(RevealDialog, { personId: this.props.record.resId });
    }
}

registry.category("view_widgets").add("support_reveal", { component: RevealWidget });
