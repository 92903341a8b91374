// Elements inside blocks.

import { picture } from "../dom.js";
import { unknown } from "../blocks/unknown.js";
import { button, feedbackButtons, iconButton, overflow, workflowButton } from "./buttons.js";
import { checkboxes, radioButtons } from "./choices.js";
import { datePicker, dateTimePicker, timePicker } from "./dates.js";
import { fileInput } from "./files.js";
import { isSelect, select } from "./select.js";
import { isTextField, textField } from "./text.js";

const RENDERERS = {
  button,
  checkboxes,
  datepicker: datePicker,
  datetimepicker: dateTimePicker,
  feedback_buttons: feedbackButtons,
  file_input: fileInput,
  icon_button: iconButton,
  image: (element) => picture(element.image_url ?? element.slack_file?.url, element.alt_text, "accessory-image"),
  overflow,
  radio_buttons: radioButtons,
  timepicker: timePicker,
  workflow_button: workflowButton,
};

/** `names`: {label, labelId, describedBy, required} as the place around the element knows them. */
export function renderElement(element, block, surface, names = {}) {
  const type = element?.type;
  if (isSelect(type)) return select(element, block, surface, names);
  if (isTextField(type)) return textField(element, block, surface, names);
  return RENDERERS[type] ? RENDERERS[type](element, block, surface, names) : unknown("element", element);
}
