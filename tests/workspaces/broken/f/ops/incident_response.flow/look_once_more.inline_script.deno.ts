export async function main(url: string) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 10_000);
  try {
    const response = await fetch(url, { signal: controller.signal });
    await response.body?.cancel();
    return { status: response.status, server: response.headers.get("server") };
  } catch (_) {
    return { status: 0, server: null };
  } finally {
    clearTimeout(timer);
  }
}
