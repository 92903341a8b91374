import { gesture } from "./api.js";
import { store } from "./store.js";

const TEXT = /^(text\/|application\/(json|csv|xml))|\.(csv|txt|json|md|ics|tsv|xml)$/i;

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let i = 0; i < bytes.length; i += 32_768) binary += String.fromCharCode(...bytes.subarray(i, i + 32_768));
  return btoa(binary);
}

/** Put a file into the workspace (and a channel, if one is given); resolves to its id. */
export async function uploadFile(file, { channel, threadTs }) {
  const isText = TEXT.test(file.type) || TEXT.test(file.name);
  const body = { as: store.as, channel, thread_ts: threadTs, filename: file.name };
  if (isText) body.content = await file.text();
  else Object.assign(body, { content: await base64(file), encoding: "base64" });
  const answer = await gesture("upload", body);
  return answer.file_id;
}
