import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

/** The sheets of the areas: each opens as a page of its own, a whole report has no room in a dialog. */
export class ReportSheetsField extends X2ManyField {
    setup() {
        super.setup();
        this.action = useService("action");
    }

    async openRecord(record) {
        if (!(await this.props.record.save())) {
            return;
        }
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: record.resModel,
            res_id: record.resId,
            views: [[false, "form"]],
        });
    }
}

registry.category("fields").add("support_report_sheets", {
    ...x2ManyField,
    component: ReportSheetsField,
});
