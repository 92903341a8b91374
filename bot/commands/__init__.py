"""What the operator types: `smarketing run`, `migrate`, `import-leads`, `doctor` and the rest."""
