output "bucket" {
  description = "The bucket's name, for whoever writes dumps."
  value       = aws_s3_bucket.this.bucket
}
