// no_bundling
import { delay } from "https://deno.land/std@0.224.0/async/delay.ts";

type Check = {
  url: string;
  ok: boolean;
  status: number;
  millis: number;
};

/** Calls an address up to `attempts` times and tells how it went. */
export async function main(url: string, attempts: number = 3): Promise<Check> {
  let status = 0;
  let millis = 0;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const start = performance.now();
    try {
      const response = await fetch(url, { redirect: "follow" });
      await response.body?.cancel();
      status = response.status;
    } catch (_) {
      status = 0;
    }
    millis = Math.round(performance.now() - start);
    if (status >= 200 && status < 400) {
      return { url, ok: true, status, millis };
    }
    await delay(500 * attempt);
  }
  return { url, ok: false, status, millis };
}
