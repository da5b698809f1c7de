# The name of the service: it leads to the active region while that is healthy, else to the passive one.
# Certificates are made in the clusters by cert-manager; here is who may make them.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 6.0" }
  }
}

data "aws_route53_zone" "this" {
  name = var.zone
}

resource "aws_route53_health_check" "this" {
  for_each          = var.entrances
  fqdn              = each.value
  type              = "HTTPS"
  port              = 443
  resource_path     = "/health/ready"
  enable_sni        = true
  request_interval  = 10
  failure_threshold = 3
}

resource "aws_route53_record" "service" {
  for_each        = var.entrances
  zone_id         = data.aws_route53_zone.this.zone_id
  name            = var.host
  type            = "CNAME"
  ttl             = 60
  records         = [each.value]
  set_identifier  = each.key
  health_check_id = aws_route53_health_check.this[each.key].id

  failover_routing_policy {
    type = each.key == "active" ? "PRIMARY" : "SECONDARY"
  }
}

# For the whole zone: beside a CNAME no other record may stand.
resource "aws_route53_record" "authority" {
  zone_id = data.aws_route53_zone.this.zone_id
  name    = var.zone
  type    = "CAA"
  ttl     = 3600
  records = ["0 issue \"letsencrypt.org\"", "0 issuewild \";\""]
}
