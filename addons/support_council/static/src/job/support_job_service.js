// Part of the support_council project. License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Says on any screen that a job of the user has ended, with a way to it. */
const supportJobService = {
    dependencies: ["action", "bus_service", "notification"],
    start(env, { action, bus_service: bus, notification }) {
        const texts = {
            done: (name) => _t("Done: %s", name),
            failed: (name) => _t("Failed: %s", name),
        };
        const download = (file) =>
            action.doAction({
                type: "ir.actions.act_url",
                target: "download",
                url: `/web/content/${file}?download=true`,
            });
        bus.subscribe("support.job", ({ id, name, state, file }) => {
            if (!(state in texts)) {
                return;
            }
            notification.add(texts[state](name), {
                type: state === "done" ? "success" : "danger",
                sticky: true,
                buttons: [
                    ...(state === "done" && file
                        ? [
                              {
                                  name: _t("Download"),
                                  primary: true,
                                  onClick: () => download(file),
                              },
                          ]
                        : []),
                    {
                        name: _t("Open"),
                        primary: !file,
                        onClick: () =>
                            action.doAction({
                                type: "ir.actions.act_window",
                                res_model: "support.job",
                                res_id: id,
                                views: [[false, "form"]],
                            }),
                    },
                ],
            });
        });
    },
};

registry.category("services").add("support_job", supportJobService);
