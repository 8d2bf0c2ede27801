[(flow_mapping) (flow_sequence)] @rainbow.scope

["[" "]" "{" "}"] @rainbow.bracket
