import { Component } from "@odoo/owl";
import { DomainSelector } from "@web/core/domain_selector/domain_selector";
import { getDomainDisplayedOperators } from "@web/core/domain_selector/domain_selector_operator_editor";
import { registry } from "@web/core/registry";
import { condition } from "@web/core/tree_editor/condition_tree";
import { Select } from "@web/core/tree_editor/tree_editor_components";
import { getDefaultValue } from "@web/core/tree_editor/tree_editor_value_editors";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Odoo's editor of conditions, with the few fields that the source of a rule allows. */
export class RuleDomainSelector extends DomainSelector {
    static props = { ...DomainSelector.props, paths: Array };

    getShowArchivedCheckBox() {
        return false;
    }

    async onPropsUpdated(props) {
        const [path] = props.paths[0];
        const { fieldDef } = await this.fieldService.loadFieldInfo(props.resModel, path);
        const [operator] = getDomainDisplayedOperators(fieldDef);
        this.defaultCondition = condition(path, operator, getDefaultValue(fieldDef, operator));
        await super.onPropsUpdated(props);
    }

    getDefaultCondition() {
        return this.defaultCondition;
    }

    getPathEditorInfo() {
        const { paths } = this.props;
        return {
            component: Select,
            extractProps: ({ update, value }) => ({ value, update, options: paths }),
            isSupported: (path) => paths.some(([allowed]) => allowed === path),
            defaultValue: () => paths[0][0],
            stringify: (path) => `${path}`,
            message: "",
        };
    }
}

export class RuleDomainField extends Component {
    static template = "support_reports.RuleDomainField";
    static components = { RuleDomainSelector };
    static props = { ...standardFieldProps };

    get data() {
        return this.props.record.data;
    }

    get paths() {
        return this.data.rule_fields || [];
    }

    async update(domain) {
        await this.props.record.update({ [this.props.name]: domain === "[]" ? false : domain });
    }
}

registry.category("fields").add("support_rule_domain", {
    component: RuleDomainField,
    supportedTypes: ["char"],
    isEmpty: () => false,
});
