// Blocks of a message, a modal or Home → elements. What is not known is shown as labelled JSON.

import { h } from "../dom.js";
import { renderElement } from "../elements/index.js";
import { actions, context, contextActions, divider, file, header, image, markdownBlock, section, video } from "./basic.js";
import { alert, card, carousel, container } from "./cards.js";
import { dataVisualization } from "./chart.js";
import { input } from "./input.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./table.js";
import { plan, taskCard } from "./task.js";
import { unknown } from "./unknown.js";

const RENDERERS = {
  actions,
  alert,
  card,
  carousel,
  container,
  context,
  context_actions: contextActions,
  data_table: dataTable,
  data_visualization: dataVisualization,
  divider,
  file,
  header,
  image,
  input,
  markdown: markdownBlock,
  plan,
  rich_text: richText,
  section,
  table,
  task_card: taskCard,
  video,
};

/** What renderers get beside the block: how to draw what is inside them. */
const tools = { renderBlocks, renderElement };

function renderBlock(block, surface) {
  const renderer = RENDERERS[block?.type];
  let body;
  try {
    body = renderer ? renderer(block, surface, tools) : unknown("block", block);
  } catch {
    body = unknown("block", block);
  }
  const node = h("div", { class: `block block-${renderer ? block.type : "unknown"}`, dataset: { blockId: block?.block_id } }, body);
  return node;
}

/** The blocks, in order, for a surface (see surface.js). */
export function renderBlocks(blocks, surface) {
  if (!Array.isArray(blocks)) return [];
  return blocks.map((block) => renderBlock(block, surface));
}
