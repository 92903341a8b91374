// file_input: files are put into the workspace first and travel by their ids, as in Slack.

import { h } from "../dom.js";
import { Refused } from "../api.js";
import { explain } from "../surface.js";
import { toast } from "../toast.js";
import { uploadFile } from "../upload.js";

export function fileInput(element, block, surface, names) {
  const field = h("input", {
    type: "file",
    class: "control file-control",
    multiple: (element.max_files ?? 10) > 1,
    accept: element.filetypes?.map((type) => `.${type}`).join(",") || null,
    "aria-label": names.labelId ? null : names.label || "File",
    "aria-describedby": names.describedBy ?? null,
    "aria-required": names.required ? "true" : null,
    disabled: !surface.enabled,
    dataset: { actionId: element.action_id },
  });
  const status = h("span", { class: "quiet", role: "status" });
  field.addEventListener("change", async () => {
    const files = [...field.files].slice(0, element.max_files ?? 10);
    status.textContent = files.length ? "Uploading …" : "";
    try {
      const ids = [];
      for (const file of files) ids.push(await uploadFile(file, {}));
      await surface.commit(block, element, ids);
      status.textContent = files.length ? `${files.length} ready` : "";
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      status.textContent = "";
      toast(explain(error), "bad");
    }
  });
  return h("div", { class: "file-field" }, field, status);
}
