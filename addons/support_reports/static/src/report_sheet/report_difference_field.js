import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What differs from the version that this one replaces: numbers, annex, texts. */
export class ReportDifferenceField extends Component {
    static template = "support_reports.ReportDifferenceField";
    static props = { ...standardFieldProps };

    get lines() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("support_report_difference", {
    component: ReportDifferenceField,
    supportedTypes: ["json"],
});
