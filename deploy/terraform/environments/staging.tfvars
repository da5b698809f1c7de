environment     = "staging"
domain          = "big-o-lens.example"
mongodb_project = "000000000000000000000000"
regions = {
  active = {
    name       = "eu-central-1"
    kubeconfig = "~/.kube/big-o-lens-staging-euc1"
    entrance   = "euc1.staging.entrance.big-o-lens.example"
    network = {
      vpc                  = "vpc-of-euc1"
      private_subnets      = ["subnet-a", "subnet-b", "subnet-c"]
      nodes_security_group = "sg-of-nodes"
    }
    roles = {
      certificates = "arn:aws:iam::000000000000:role/certificates-euc1"
      secrets      = "arn:aws:iam::000000000000:role/secrets-euc1"
    }
  }
  passive = {
    name       = "eu-west-1"
    kubeconfig = "~/.kube/big-o-lens-staging-euw1"
    entrance   = "euw1.staging.entrance.big-o-lens.example"
    network = {
      vpc                  = "vpc-of-euw1"
      private_subnets      = ["subnet-a", "subnet-b", "subnet-c"]
      nodes_security_group = "sg-of-nodes"
    }
    roles = {
      certificates = "arn:aws:iam::000000000000:role/certificates-euw1"
      secrets      = "arn:aws:iam::000000000000:role/secrets-euw1"
    }
  }
}
