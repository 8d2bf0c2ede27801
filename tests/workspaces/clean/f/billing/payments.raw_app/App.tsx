import React, { useState } from 'react'
import { backend, backendAsync } from './wmill'

export default function App() {
  const [sum, setSum] = useState(0)

  const add = async (amounts: number[]) => {
    const total = await backend.total({ amounts })
    setSum(total.sum)
  }

  return (
    <main>
      <h1>Today's payments</h1>
      <button onClick={() => add([1, 2])}>Add up</button>
      <button onClick={() => backendAsync.link({ invoice_number: '2026-17', amount_cents: sum })}>
        Make a link
      </button>
    </main>
  )
}
