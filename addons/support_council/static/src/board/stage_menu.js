import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * Entries of a card's menu that move the council to another stage. Odoo's board does not drag at
 * phone width.
 */
export class StageMenu extends Component {
    static template = "support_council.StageMenu";
    static props = { ...standardWidgetProps };

    setup() {
        this.state = useState({ stages: [] });
        const orm = useService("orm");
        onWillStart(async () => {
            const current = this.props.record.data.stage_id;
            this.state.stages = await orm.searchRead(
                "support.council.stage",
                [["id", "!=", current ? current.id : 0]],
                ["display_name"]
            );
        });
    }
}

registry.category("view_widgets").add("support_stage_menu", {
    component: StageMenu,
    fieldDependencies: [{ name: "stage_id", type: "many2one" }],
});
