import { RelationalModel } from "@web/model/relational_model/relational_model";
import { askStageDate } from "./stage_date_dialog";

/**
 * A council on the board. Saving another stage sends along the date that was asked for.
 */
export class CouncilRecord extends RelationalModel.Record {
    get context() {
        return this.stageDate ? { ...super.context, ...this.stageDate } : super.context;
    }

    /**
     * Ask for the date of a change of stage; what is saved next carries it.
     *
     * @param {{id: number, display_name: string}} stage
     * @returns {Promise<boolean>} false when the user cancelled
     */
    async askStageDate(stage) {
        const { dialog, orm } = this.model;
        this.stageDate = await askStageDate({ dialog, orm }, this.data.name, stage);
        return Boolean(this.stageDate);
    }

    /**
     * Do what a drop on another column does, where nothing can be dragged (phone, keyboard).
     *
     * @param {{id: number, display_name: string}} stage
     */
    async moveToStage(stage) {
        const list = this.model.root;
        const source = list.groups?.find((group) => group.list.records.includes(this));
        const target = list.groups?.find((group) => group.value === stage.id);
        if (list.groupByField?.name === "stage_id" && source && target) {
            return list.moveRecord(this.id, source.id, null, target.id);
        }
        if (await this.askStageDate(stage)) {
            await this.update({ stage_id: stage }, { save: true });
        }
    }

    async _save() {
        try {
            return await super._save(...arguments);
        } finally {
            this.stageDate = null;
        }
    }
}

export class CouncilGroupList extends RelationalModel.DynamicGroupList {
    async moveRecord(dataRecordId, dataGroupId, refId, targetGroupId) {
        if (dataGroupId !== targetGroupId && this.groupByField.name === "stage_id") {
            const source = this.groups.find((group) => group.id === dataGroupId);
            const target = this.groups.find((group) => group.id === targetGroupId);
            const record = source.list.records.find((each) => each.id === dataRecordId);
            const stage = { id: target.value, display_name: target.displayName };
            if (!(await record.askStageDate(stage))) {
                return;
            }
        }
        return super.moveRecord(...arguments);
    }
}

export class CouncilModel extends RelationalModel {
    static Record = CouncilRecord;
    static DynamicGroupList = CouncilGroupList;
}
