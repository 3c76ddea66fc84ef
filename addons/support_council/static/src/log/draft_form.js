// Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import {
    deserializeDate,
    deserializeDateTime,
    serializeDate,
    serializeDateTime,
} from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { x2ManyCommands } from "@web/core/orm_service";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { markup, onMounted, useEffect, useExternalListener, useSubEnv } from "@odoo/owl";
import { draftStore } from "./draft_store";

const PLAIN = ["char", "text", "integer", "float", "monetary", "boolean", "selection"];
const { CREATE, UPDATE, DELETE, UNLINK, LINK } = x2ManyCommands;

/** Return the value of a field as JSON keeps it, undefined where it cannot. */
function toPlain({ type }, value) {
    if (PLAIN.includes(type)) {
        return value;
    }
    if (type === "html") {
        return value ? value.toString() : false;
    }
    if (type === "date") {
        return value ? serializeDate(value) : false;
    }
    if (type === "datetime") {
        return value ? serializeDateTime(value) : false;
    }
    if (type === "many2one") {
        return value ? { id: value.id, display_name: value.display_name } : false;
    }
}

function fromPlain({ type }, value) {
    if (type === "date") {
        return value ? deserializeDate(value) : false;
    }
    if (type === "datetime") {
        return value ? deserializeDateTime(value) : false;
    }
    // What the user typed goes through the server's sanitizer when it is saved.
    return type === "html" && value ? markup(value) : value;
}

function plainValues(record, names) {
    const values = {};
    for (const name of names) {
        const value = name in record.data && toPlain(record.fields[name], record.data[name]);
        if (name in record.data && value !== undefined) {
            values[name] = value;
        }
    }
    return values;
}

/** Return the commands of a list of lines with all that is needed to give them again. */
function plainCommands(list, commands) {
    return commands.flatMap(([code, id, values]) => {
        if ([DELETE, UNLINK].includes(code)) {
            return [[code, id]];
        }
        const line = list.records.find(({ resId, _virtualId }) => (resId || _virtualId) === id);
        if (!line) {
            return [];
        }
        if (code === LINK) {
            return [[LINK, id, { id, display_name: line.data.display_name }]];
        }
        return [[code, code === CREATE ? false : id, plainValues(line, Object.keys(values))]];
    });
}

/** A form that goes on without the server: what depends on other fields waits for the save. */
export class DraftModel extends RelationalModel {
    async _onchange(config, params) {
        try {
            return await super._onchange(config, { ...params, onError: undefined });
        } catch (error) {
            if (error instanceof ConnectionLostError && params.fieldNames?.length) {
                return {};
            }
            if (params.onError) {
                return void params.onError(error);
            }
            throw error;
        }
    }
}

/**
 * A form whose unsaved content survives a lost connection and a closed tab. It is kept in the
 * browser until it is saved or discarded, and given back only when the user says so.
 */
export class DraftFormController extends FormController {
    setup() {
        super.setup();
        this.notification = useService("notification");
        this.typedTexts = {};
        this.isAsking = false;
        this.storeSoon = useDebounced(() => this.storeDraft(), 400);
        useSubEnv({ supportSaveForm: (params) => this.save(params) });
        useExternalListener(window, "input", (event) => this.onInput(event), { capture: true });
        onMounted(() => (this.isReady = true));
        useEffect(
            () => {
                this.typedTexts = {};
                this.offerDraft();
            },
            () => [this.model.root.id]
        );
    }

    get modelParams() {
        const params = super.modelParams;
        // Nothing is returned: the record would wait for it, and a debounced call may never come.
        params.hooks.onRecordChanged = () => {
            if (this.isReady) {
                this.storeSoon();
            }
        };
        return params;
    }

    // ---- Keeping ----

    get keepsDrafts() {
        return !this.env.inDialog && !this.isAsking;
    }

    /** Text still being typed is not in the record before the field is left. */
    onInput({ target }) {
        const field = target.closest?.(".o_field_widget[name]");
        if (!field || !this.rootRef.el?.contains(field)) {
            return;
        }
        const name = field.getAttribute("name");
        const inLine = field.parentElement.closest(".o_field_widget[name]");
        const { type } = this.model.root.fields[name] || {};
        if (!inLine && ["char", "text"].includes(type)) {
            this.typedTexts[name] = target.value;
        } else if (!inLine && type === "html" && target.isContentEditable) {
            this.typedTexts[name] = target.closest("[contenteditable=true]").innerHTML;
        }
        this.storeSoon();
    }

    storeDraft() {
        const record = this.model.root;
        const texts = this.typedTexts;
        if (!this.keepsDrafts || !(record.dirty || Object.keys(texts).length)) {
            return;
        }
        const changes = record._getChanges();
        const lists = {};
        for (const name in changes) {
            if (["one2many", "many2many"].includes(record.fields[name].type)) {
                lists[name] = plainCommands(record.data[name], changes[name]);
            }
        }
        draftStore.set(record.resModel, record.resId, {
            values: { ...plainValues(record, Object.keys(changes)), ...texts },
            lists,
        });
    }

    forgetDraft(resId = this.model.root.resId) {
        this.storeSoon.cancel();
        this.typedTexts = {};
        draftStore.remove(this.model.root.resModel, resId);
    }

    async onRecordSaved(record) {
        await super.onRecordSaved(...arguments);
        if (record === this.model.root) {
            this.forgetDraft();
            this.forgetDraft(false);
        }
    }

    async discard() {
        this.forgetDraft();
        return super.discard();
    }

    // ---- Giving back ----

    offerDraft() {
        const { resModel, resId } = this.model.root;
        const draft = !this.env.inDialog && draftStore.get(resModel, resId);
        if (!draft) {
            return;
        }
        if (!this.differs(draft)) {
            draftStore.remove(resModel, resId);
            return;
        }
        this.isAsking = true;
        const answered = (answer) => async () => {
            this.isAsking = false;
            await answer?.();
        };
        this.dialogService.add(ConfirmationDialog, {
            title: _t("Continue where you left off?"),
            body: _t(
                "What you typed here at %s was not saved. It is still in this browser.",
                new Date(draft.at).toLocaleString()
            ),
            confirmLabel: _t("Continue with it"),
            confirm: answered(() => this.restoreDraft(draft)),
            cancelLabel: _t("Throw it away"),
            cancel: answered(() => draftStore.remove(resModel, resId)),
            dismiss: answered(),
        });
    }

    /** The beacon of a closed tab may have arrived after all. */
    differs({ values, lists }) {
        const record = this.model.root;
        return (
            record.isNew ||
            Object.keys(lists).length > 0 ||
            Object.entries(values).some(
                ([name, value]) =>
                    name in record.data &&
                    JSON.stringify(toPlain(record.fields[name], record.data[name]) || false) !==
                        JSON.stringify(value || false)
            )
        );
    }

    async restoreDraft({ values, lists }) {
        const record = this.model.root;
        for (const [name, commands] of Object.entries(lists)) {
            const list = record.data[name];
            if (!list) {
                continue;
            }
            // The lines of a new record stand for all of them, its default lines included.
            const old = record.isNew
                ? list.records.map((line) => [DELETE, line.resId || line._virtualId])
                : [];
            const known = commands.filter(
                ([code, id]) => code !== UPDATE || list.currentIds.includes(id)
            );
            await list.applyCommands([...old, ...known]);
        }
        const changes = {};
        for (const [name, value] of Object.entries(values)) {
            if (name in record.data) {
                changes[name] = fromPlain(record.fields[name], value);
            }
        }
        await record.update(changes);
    }

    // ---- Leaving ----

    async onSaveError(error, options, leaving) {
        if (error instanceof ConnectionLostError) {
            this.storeDraft();
            this.notification.add(
                _t(
                    "No connection, so nothing was saved. What you typed is kept in this browser: save again when you are back online."
                ),
                { type: "danger", sticky: true }
            );
            return false;
        }
        return super.onSaveError(error, options, leaving);
    }

    beforeVisibilityChange() {
        if (this.model.root.isNew) {
            // Another app on the phone is no reason to save half an entry.
            return void (document.visibilityState === "hidden" && this.storeDraft());
        }
        return super.beforeVisibilityChange();
    }

    async beforeUnload(event) {
        this.storeDraft();
        if (!this.model.root.isNew) {
            return super.beforeUnload(event);
        }
    }
}

export const draftFormView = { ...formView, Controller: DraftFormController, Model: DraftModel };

registry.category("views").add("support_draft_form", draftFormView);
