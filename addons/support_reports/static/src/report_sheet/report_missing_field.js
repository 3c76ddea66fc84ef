import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The check list: everything that is missing at once, each with a way to its records. */
export class ReportMissingField extends Component {
    static template = "support_reports.ReportMissingField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get items() {
        return this.props.record.data[this.props.name]?.missing || [];
    }

    get reportId() {
        const { record } = this.props;
        return record.resModel === "support.report" ? record.resId : record.data.report_id.id;
    }

    async open(item) {
        const action = await this.orm.call("support.report", "action_open_missing", [
            [this.reportId],
            item.code,
        ]);
        if (action) {
            await this.action.doAction(action);
        }
    }
}

registry.category("fields").add("support_report_missing", {
    component: ReportMissingField,
    supportedTypes: ["json"],
});
