import React from 'react'
import { backend } from './wmill'

export default function App() {
  return <button onClick={() => backend.lnik({ invoice_number: '2026-17' })}>Make a link</button>
}
