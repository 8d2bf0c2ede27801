type Product = { sku: string; name: string; price: number };

export async function main(endpoint: string, products: Product[], chunk: number = 100) {
  let sent = 0;
  for (let start = 0; start < products.length; start += chunk) {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(products.slice(start, start + chunk)),
    });
    if (!response.ok) {
      throw new Error(`publishing stopped after ${sent}: ${response.status}`);
    }
    sent += Math.min(chunk, products.length - start);
  }
  return { sent };
}
