type Week = { week: string; invoices: number; amount_cents: number };

export async function main(
  region: string,
  account: string,
  rates: Record<string, number>,
  figures: Week[],
) {
  const total = figures.reduce((sum, week) => sum + week.amount_cents, 0);
  const currencies = Object.keys(rates).sort();
  return {
    region,
    account,
    total_cents: total,
    per_currency: currencies.map((code) => ({
      code,
      cents: Math.round(total * rates[code]),
    })),
  };
}
