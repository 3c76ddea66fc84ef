// Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { x2ManyCommands } from "@web/core/orm_service";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Mutex } from "@web/core/utils/concurrency";
import { useBus } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

const MOST = 9999;

/**
 * What an entry counts: one row with − and ＋ for each kind of the running form. A row of zero is
 * no count. Other kinds are added from a list below and then have their row as well.
 */
export class CountSteppers extends Component {
    static template = "support_council.CountSteppers";
    static props = { ...standardFieldProps };

    setup() {
        this.taps = new Mutex();
        // Saving waits for the last tap.
        useBus(this.props.record.model.bus, "NEED_LOCAL_CHANGES", ({ detail }) =>
            detail.proms.push(this.taps.getUnlockedDef())
        );
    }

    get list() {
        return this.props.record.data[this.props.name];
    }

    get choices() {
        return this.props.record.data.kind_choices || { steppers: [], others: [] };
    }

    get rows() {
        const { steppers, others } = this.choices;
        const counts = new Map(this.list.records.map((count) => [count.data.kind_id.id, count]));
        const rows = steppers.map((kind) => ({ kind, count: counts.get(kind.id) }));
        for (const [id, count] of counts) {
            if (!steppers.some((kind) => kind.id === id)) {
                const kind = others.find((other) => other.id === id);
                const name = count.data.kind_id.display_name;
                rows.push({ kind: kind || { id, name, label: name, unit: "" }, count });
            }
        }
        return rows.map((row) => ({ ...row, quantity: row.count?.data.quantity || 0 }));
    }

    get others() {
        const present = new Set(this.rows.map(({ kind }) => kind.id));
        return this.choices.others.filter((kind) => !present.has(kind.id));
    }

    get addLabel() {
        return _t("Count something else");
    }

    lessLabel(kind) {
        return _t("One less: %s", kind.name);
    }

    moreLabel(kind) {
        return _t("One more: %s", kind.name);
    }

    /**
     * Change the quantity of a kind. A tap may come before the one before it has been drawn, so
     * taps wait for each other and each starts from what is there by then.
     *
     * @param {{id: number, name: string}} kind
     * @param {(quantity: number) => number} change
     */
    change(kind, change) {
        return this.taps.exec(() => {
            const count = this.list.records.find(({ data }) => data.kind_id.id === kind.id);
            return this.setQuantity(kind, count, change(count?.data.quantity || 0));
        });
    }

    async setQuantity(kind, count, quantity) {
        quantity = Math.max(0, Math.min(MOST, Math.trunc(quantity) || 0));
        if (!quantity) {
            return count && this.list.delete(count);
        }
        if (count) {
            return count.update({ quantity });
        }
        // Not addNewRecord, which asks the server for defaults: this works without a connection.
        const kind_id = { id: kind.id, display_name: kind.name };
        return this.list.applyCommands([[x2ManyCommands.CREATE, false, { kind_id, quantity }]]);
    }

    onLess(kind) {
        return this.change(kind, (quantity) => quantity - 1);
    }

    onMore(kind) {
        return this.change(kind, (quantity) => quantity + 1);
    }

    onType(kind, event) {
        const typed = Number(event.target.value.normalize("NFKC"));
        return this.change(kind, () => typed);
    }

    onAdd(event) {
        const kind = this.others.find(({ id }) => id === Number(event.target.value));
        event.target.value = "";
        return kind && this.onMore(kind);
    }
}

registry.category("fields").add("support_count_steppers", {
    component: CountSteppers,
    supportedTypes: ["one2many"],
    useSubView: true,
    fieldDependencies: [{ name: "kind_choices", type: "json", readonly: true }],
});
