import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The columns that a formula may use; a tap puts the code at its end. */
export class FormulaCodesField extends Component {
    static template = "support_reports.FormulaCodesField";
    static props = { ...standardFieldProps };

    get codes() {
        return this.props.record.data[this.props.name] || [];
    }

    async add(code) {
        const formula = this.props.record.data.formula || "";
        await this.props.record.update({ formula: formula ? `${formula} ${code}` : code });
    }
}

registry.category("fields").add("support_formula_codes", {
    component: FormulaCodesField,
    supportedTypes: ["json"],
});
