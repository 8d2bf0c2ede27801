-- $1 month_start
-- $2 currency = EUR
select date_trunc('week', paid_at)::date as week,
       count(*)                          as invoices,
       sum(amount_cents)                 as amount_cents
  from invoices
 where paid_at >= $1::date
   and paid_at < $1::date + interval '1 month'
   and currency = $2::text
 group by 1
 order by 1;
