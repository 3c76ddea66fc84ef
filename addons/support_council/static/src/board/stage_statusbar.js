import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { StatusBarField, statusBarField } from "@web/views/fields/statusbar/statusbar_field";
import { askStageDate } from "./stage_date_dialog";

/**
 * Status bar of a council: asks when the stage was entered, as a drop on the board does.
 */
export class StageStatusBar extends StatusBarField {
    setup() {
        super.setup();
        this.dialog = useService("dialog");
        this.orm = useService("orm");
    }

    async selectItem(item) {
        const { record, name } = this.props;
        const stage = { id: item.value, display_name: item.label };
        // A refusal must find the form as it is stored, so what was typed is saved first.
        if (!(await record.save())) {
            return;
        }
        const stageDate = await askStageDate(this, record.data.name, stage);
        if (stageDate) {
            await this.orm.write(record.resModel, [record.resId], { [name]: stage.id }, {
                context: { ...record.context, ...stageDate },
            });
            await record.model.load();
        }
    }
}

registry.category("fields").add("support_stage_statusbar", {
    ...statusBarField,
    component: StageStatusBar,
    additionalClasses: ["o_field_statusbar"],
});
