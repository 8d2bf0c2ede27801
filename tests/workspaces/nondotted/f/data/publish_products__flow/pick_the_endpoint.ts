const ENDPOINTS: Record<string, string> = {
  staging: "https://staging.shop.example.com/import",
  live: "https://shop.example.com/import",
};

export async function main(target: string) {
  const endpoint = ENDPOINTS[target];
  if (!endpoint) {
    throw new Error(`unknown target: ${target}`);
  }
  return { endpoint };
}
