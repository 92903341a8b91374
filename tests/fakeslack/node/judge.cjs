// The official Node client and Bolt against a fake Slack: prints what they met, one JSON line each.
// Usage: node judge.cjs <address of the fake Slack>. It ends when its input ends.
const { App, LogLevel } = require("@slack/bolt");
const { WebClient } = require("@slack/web-api");

const address = process.argv[2];
const tell = (what, more = {}) => console.log(JSON.stringify({ what, ...more }));

async function main() {
  const app = new App({
    token: "xoxb-fake",
    appToken: "xapp-fake",
    socketMode: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: `${address}/api/`, retryConfig: { retries: 0 } },
  });
  app.command("/lead", async ({ ack, command }) => ack(`hello ${command.user_name}`));
  app.action("take", async ({ ack, body, client, respond }) => {
    await ack();
    const view = {
      type: "modal",
      callback_id: "rate",
      title: { type: "plain_text", text: "Rate" },
      submit: { type: "plain_text", text: "Send" },
      blocks: [
        {
          type: "input",
          block_id: "reason",
          label: { type: "plain_text", text: "Why?" },
          element: { type: "plain_text_input", action_id: "why" },
        },
      ],
    };
    await client.views.open({ trigger_id: body.trigger_id, view });
    await respond({ text: "noted", response_type: "ephemeral" });
    tell("action", { value: body.actions[0].value });
  });
  app.view("rate", async ({ ack, view }) => {
    tell("view", { values: view.state.values });
    await ack({ response_action: "errors", errors: { reason: "Too short." } });
  });
  app.event("reaction_added", async ({ event }) => tell("reaction", { name: event.reaction }));
  app.error(async (error) => tell("error", { message: String(error) }));
  await app.start();

  const web = new WebClient("xoxb-fake", { slackApiUrl: `${address}/api/`, retryConfig: { retries: 0 } });
  const posted = await web.chat.postMessage({
    channel: "C0SALES",
    text: "L-42",
    blocks: [
      {
        type: "actions",
        elements: [
          { type: "button", action_id: "take", value: "42", text: { type: "plain_text", text: "Take" } },
        ],
      },
    ],
    metadata: { event_type: "lead", event_payload: { key: "lead:42" } },
  });
  const pages = [];
  for await (const page of web.paginate("conversations.members", { channel: "C0SALES", limit: 4 })) {
    pages.push(page.members.length);
  }
  const uploaded = await web.filesUploadV2({
    channel_id: "C0SALES",
    filename: "leads.csv",
    content: "name\nAda\n",
  });
  let refused = "";
  try {
    await web.chat.postMessage({ channel: "C0NOWHERE", text: "x" });
  } catch (error) {
    refused = error.data.error;
  }
  tell("ready", { ts: posted.ts, pages, refused, uploaded: uploaded.ok });
  process.stdin.resume();
  process.stdin.on("end", async () => {
    await app.stop();
    process.exit(0);
  });
}

main().catch((error) => {
  tell("error", { message: String(error) });
  process.exit(1);
});
