import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { printedNumber } from "../report_sheet/printed_number";

/** The numbers of the running period by the saved rule and by the one on the screen. */
export class RulePreviewField extends Component {
    static template = "support_reports.RulePreviewField";
    static props = { ...standardFieldProps };

    get preview() {
        return this.props.record.data[this.props.name] || null;
    }

    isChanged(cell, period) {
        const { before, after } = period.decimals;
        return !period.is_new && this.show(cell.before, before) !== this.show(cell.after, after);
    }

    show(number, decimals) {
        return number === null ? "–" : printedNumber(number, decimals);
    }
}

registry.category("fields").add("support_rule_preview", {
    component: RulePreviewField,
    supportedTypes: ["json"],
});
