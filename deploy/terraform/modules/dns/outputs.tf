output "zone_id" {
  description = "The zone, for cert-manager's challenges."
  value       = data.aws_route53_zone.this.zone_id
}
