output "versions" {
  description = "By its name the version of each chart."
  value       = { for name, chart in local.charts : name => chart.version }
}
