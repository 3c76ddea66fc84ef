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
        this.action = useService("action");
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

    /** Quote what one area wrote, or all of them. */
    async quote(text, textIds = null) {
        await this.callText(text, "action_quote", [textIds]);
    }

    async callText(text, method, args) {
        const { record } = this.props;
        if (await record.save()) {
            const action = await this.orm.call("support.report.text", method, [[text.resId], ...args]);
            if (action) {
                await this.action.doAction(action, { onClose: () => record.load() });
            } else {
                await record.load();
            }
        }
    }

    async openCitation(citation) {
        const { record } = this.props;
        if (!record.isInEdition || (await record.save())) {
            await this.action.doAction(
                await this.orm.call("support.report.citation", "action_open", [[citation.citation_id]])
            );
        }
    }

    get canRemark() {
        const { data } = this.props.record;
        return data.state === "review" && !data.is_frozen;
    }

    async remark(text) {
        const { record } = this.props;
        const action = await this.orm.call(record.resModel, "action_remark", [
            [record.resId], false, false, text.data.block_id.id,
        ]);
        await this.action.doAction(action, { onClose: () => record.load() });
    }
}

registry.category("fields").add("support_report_texts", {
    component: ReportTextsField,
    supportedTypes: ["one2many"],
    useSubView: true,
});
