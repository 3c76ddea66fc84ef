import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The numbers of the running period by the saved rule and by the one on the screen. */
export class RulePreviewField extends Component {
    static template = "support_reports.RulePreviewField";
    static props = { ...standardFieldProps };

    get preview() {
        return this.props.record.data[this.props.name] || null;
    }

    isChanged(cell, period) {
        return !period.is_new && cell.before !== cell.after;
    }

    show(number) {
        return number === null ? "–" : number;
    }
}

registry.category("fields").add("support_rule_preview", {
    component: RulePreviewField,
    supportedTypes: ["json"],
});
