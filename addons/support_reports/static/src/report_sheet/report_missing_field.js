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

    /** Who may only read looks at records; what changes the report is for others. */
    get canWrite() {
        return this.props.record.data[this.props.name].can_write;
    }

    canFollow(item) {
        return item.method && (this.canWrite || item.method.startsWith("action_open"));
    }

    get reportId() {
        const { record } = this.props;
        return record.resModel === "support.report" ? record.resId : record.data.report_id.id;
    }

    async open(item) {
        await this.follow("action_open_missing", [item.code]);
    }

    /** Do what puts the item right, and look again afterwards. */
    async call(item) {
        await this.follow(item.method, item.args);
    }

    async follow(method, args) {
        const { record } = this.props;
        if (record.isInEdition && !(await record.save())) {
            return;
        }
        const action = await this.orm.call("support.report", method, [[this.reportId], ...args]);
        if (action) {
            await this.action.doAction(action, { onClose: () => record.load() });
        } else {
            await record.load();
        }
    }

    /** Show the text that is missing and put the cursor there. */
    async write(item) {
        const id = `support_text_${item.text_id}`;
        if (!document.getElementById(id)) {
            document.querySelector("a.nav-link[name='texts']")?.click();
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        document.getElementById(id)?.focus();
    }
}

registry.category("fields").add("support_report_missing", {
    component: ReportMissingField,
    supportedTypes: ["json"],
});
