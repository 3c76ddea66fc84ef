import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The texts of a report, the headings of a group beside each other as far as room allows. */
export class ReportTextsField extends Component {
    static template = "support_reports.ReportTextsField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
    }

    /** Groups of text records in the order of the form: (A) with its three headings, (B) … */
    get groups() {
        const groups = [];
        for (const record of this.props.record.data[this.props.name].records) {
            const label = record.data.group_label;
            if (!groups.length || groups.at(-1).label !== label) {
                groups.push({ label, records: [] });
            }
            groups.at(-1).records.push(record);
        }
        return groups;
    }

    markDirty() {
        this.props.record.model.bus.trigger("FIELD_IS_DIRTY", true);
    }

    async update(text, ev) {
        await text.update({ text: ev.target.value });
    }

    async quote(text) {
        const { record } = this.props;
        if (await record.save()) {
            await this.orm.call("support.report.text", "action_quote", [[text.resId]]);
            await record.load();
        }
    }
}

registry.category("fields").add("support_report_texts", {
    component: ReportTextsField,
    supportedTypes: ["one2many"],
    useSubView: true,
});
