import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The table of the paper on the screen: every number opens the records behind it. */
export class ReportFiguresField extends Component {
    static template = "support_reports.ReportFiguresField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get sheet() {
        return this.props.record.data[this.props.name] || null;
    }

    get columns() {
        return this.sheet.counts.columns;
    }

    get rows() {
        return this.sheet.counts.rows;
    }

    canCorrect(row) {
        return this.sheet.is_editable && !row.is_total && !row.is_open;
    }

    async openFigure(column, monthKey, areaId) {
        await this.callAction("action_open_figure", [column.indicator_id, monthKey, areaId || false]);
    }

    async correct(column, monthKey) {
        await this.callAction("action_correct_figure", [column.indicator_id, monthKey], {
            onClose: () => this.props.record.load(),
        });
    }

    async callAction(method, args, options = {}) {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        const action = await this.orm.call(record.resModel, method, [[record.resId], ...args]);
        if (action) {
            await this.action.doAction(action, options);
        }
    }
}

registry.category("fields").add("support_report_figures", {
    component: ReportFiguresField,
    supportedTypes: ["json"],
});
