# What a cluster has to have before the service comes: the parts that deploy/kubernetes speaks to.

terraform {
  required_providers {
    helm = { source = "hashicorp/helm", version = "~> 3.0" }
  }
}

locals {
  # Namespaces are those that the service's network policy names.
  charts = {
    # Ingress
    nginx-ingress = {
      namespace  = "nginx-ingress"
      repository = "oci://ghcr.io/nginx/charts"
      version    = "2.3.1"
      values     = { controller = { kind = "deployment", replicaCount = var.replicas } }
    }
    # Certificates
    cert-manager = {
      namespace  = "cert-manager"
      repository = "https://charts.jetstack.io"
      version    = "v1.18.2"
      values     = { crds = { enabled = true }, serviceAccount = { annotations = { "eks.amazonaws.com/role-arn" = var.certificates_role } } }
    }
    # Secrets of the cloud as files of pods
    external-secrets = {
      namespace  = "external-secrets"
      repository = "https://charts.external-secrets.io"
      version    = "0.19.2"
      values     = { serviceAccount = { annotations = { "eks.amazonaws.com/role-arn" = var.secrets_role } } }
    }
    # Prometheus, Alertmanager, Grafana; reads monitors and rules of every namespace
    kube-prometheus-stack = {
      namespace  = "monitoring"
      repository = "https://prometheus-community.github.io/helm-charts"
      version    = "77.5.0"
      values = {
        prometheus = { prometheusSpec = {
          ruleSelectorNilUsesHelmValues           = false
          serviceMonitorSelectorNilUsesHelmValues = false
          probeSelectorNilUsesHelmValues          = false
          retention                               = "35d"
        } }
      }
    }
    prometheus-blackbox-exporter = {
      namespace  = "monitoring"
      repository = "https://prometheus-community.github.io/helm-charts"
      version    = "11.3.1"
      values     = { fullnameOverride = "blackbox-exporter" }
    }
    # The queue's length for the autoscaler
    prometheus-adapter = {
      namespace  = "monitoring"
      repository = "https://prometheus-community.github.io/helm-charts"
      version    = "5.1.0"
      values = {
        prometheus = { url = "http://kube-prometheus-stack-prometheus.monitoring", port = 9090 }
        rules = {
          default = false
          custom = [{
            seriesQuery  = "big_o_lens_analysis_queue_length{namespace!=\"\",pod!=\"\"}"
            resources    = { overrides = { namespace = { resource = "namespace" }, pod = { resource = "pod" } } }
            name         = { as = "big_o_lens_analysis_queue_length" }
            metricsQuery = "avg_over_time(<<.Series>>{<<.LabelMatchers>>}[1m])"
          }]
        }
      }
    }
  }
}

resource "helm_release" "this" {
  for_each         = local.charts
  name             = each.key
  chart            = each.key
  repository       = each.value.repository
  version          = each.value.version
  namespace        = each.value.namespace
  create_namespace = true
  atomic           = true
  values           = [yamlencode(each.value.values)]
}
