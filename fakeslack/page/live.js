// The server's hints that something changed, as they happen.

/**
 * Listen as one person until `stop()`. `onHint` gets each event; `onState(connected)` tells when the
 * line drops and returns; after a return everything may have changed, which the caller must re-read.
 */
export function listen({ as, onHint, onState }) {
  let source = null;
  let stopped = false;
  let retry = null;

  const open = () => {
    source = new EventSource(`/live?as=${encodeURIComponent(as)}`);
    source.addEventListener("open", () => onState(true));
    source.addEventListener("message", (event) => {
      let hint;
      try {
        hint = JSON.parse(event.data);
      } catch {
        return;
      }
      onHint(hint);
    });
    source.addEventListener("error", () => {
      if (stopped) return;
      onState(false);
      if (source.readyState === EventSource.CLOSED) {
        clearTimeout(retry);
        retry = setTimeout(open, 1500);
      }
    });
  };

  open();
  return {
    stop() {
      stopped = true;
      clearTimeout(retry);
      source.close();
    },
  };
}
