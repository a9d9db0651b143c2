"""Values and interfaces that the rooms above share: rules, alerts, routing; aggregation, notifier and link."""
